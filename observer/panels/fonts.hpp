#pragma once
/// Fonts: Inter for words, JetBrains Mono for terms, found where systems keep them, else DejaVu, else ImGui's own.

#include <imgui.h>

#include <filesystem>
#include <string>
#include <vector>

namespace respawn::observer {

struct Fonts {
  ImFont* text = nullptr;   // the default
  ImFont* bold = nullptr;
  ImFont* large = nullptr;  // bold
  ImFont* mono = nullptr;
  float size = 18;          // of `text`, in pixels
  std::string text_file, mono_file;  // empty: ImGui's own
};

/// Clears the context's font atlas and fills it for this scale (1: 18 pixels). The texture must be made anew behind it.
Fonts load_fonts(float scale);

/// The folders that are searched: $RESPAWN_FONTS, beside the program, the system's.
std::vector<std::filesystem::path> font_folders();

}  // namespace respawn::observer
