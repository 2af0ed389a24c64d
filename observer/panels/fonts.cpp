#include "observer/panels/fonts.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <system_error>

namespace respawn::observer {
namespace {

namespace fs = std::filesystem;

// Letters of Europe, punctuation, arrows, mathematics, boxes, shapes and signs: what Elixir programs print. ImGui keeps the pointer.
constexpr ImWchar kRanges[] = {0x0020, 0x024F, 0x0370, 0x052F, 0x1E00, 0x1EFF, 0x2010, 0x205E, 0x20A0, 0x20BF, 0x2190, 0x21FF,
                               0x2200, 0x22FF, 0x2300, 0x23FF, 0x2500, 0x25FF, 0x2600, 0x26FF, 0x2700, 0x27BF, 0};

constexpr std::array kTextFonts = {"Inter-Medium.otf", "Inter-Regular.otf", "Inter-Medium.ttf", "Inter.ttc", "NotoSans-Regular.ttf", "DejaVuSans.ttf"};
constexpr std::array kBoldFonts = {"Inter-Bold.otf", "Inter-SemiBold.otf", "Inter-Bold.ttf", "NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf"};
constexpr std::array kMonoFonts = {"JetBrainsMono-Regular.ttf", "JetBrainsMono-Medium.ttf", "NotoSansMono-Regular.ttf", "NotoMono-Regular.ttf", "DejaVuSansMono.ttf"};
/// What the chosen font has not is taken from here.
constexpr std::array kFallbackFonts = {"DejaVuSans.ttf"};

constexpr std::array kSubfolders = {"", "inter", "opentype/inter", "truetype/inter", "truetype/jetbrains-mono", "jetbrains-mono", "truetype/dejavu",
                                    "dejavu", "dejavu-sans-fonts", "truetype/noto", "noto", "TTF", "OTF"};

template <typename Names>
fs::path find_font(const Names& names) {
  for (const char* name : names) {
    for (const fs::path& folder : font_folders()) {
      for (const char* subfolder : kSubfolders) {
        const fs::path path = folder / subfolder / name;
        std::error_code error;
        if (fs::is_regular_file(path, error)) return path;
      }
    }
  }
  return {};
}

ImFont* add_font(const fs::path& path, float size, bool has_fallback) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ImFontConfig config;
  config.OversampleH = 2;
  config.OversampleV = 1;
  config.PixelSnapH = false;
  if (path.empty()) {
    config.SizePixels = std::round(size * 0.8f);
    return atlas.AddFontDefault(&config);
  }
  ImFont* const font = atlas.AddFontFromFileTTF(path.c_str(), size, &config, kRanges);
  if (font == nullptr || !has_fallback) return font;
  const fs::path fallback = find_font(kFallbackFonts);
  if (!fallback.empty() && fallback != path) {
    config.MergeMode = true;
    atlas.AddFontFromFileTTF(fallback.c_str(), size, &config, kRanges);
  }
  return font;
}

}  // namespace

std::vector<fs::path> font_folders() {
  std::vector<fs::path> folders;
  if (const char* wanted = std::getenv("RESPAWN_FONTS")) folders.emplace_back(wanted);
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    folders.push_back(program.parent_path() / "fonts");
    folders.push_back(program.parent_path() / "../../assets/fonts");
    folders.push_back(program.parent_path() / "../share/respawn/fonts");
  }
  if (const char* home = std::getenv("HOME")) folders.push_back(fs::path(home) / ".local/share/fonts");
  for (const char* folder : {"/usr/share/fonts", "/usr/local/share/fonts", "/opt/homebrew/share/fonts", "/Library/Fonts"}) {
    folders.emplace_back(folder);
  }
  return folders;
}

Fonts load_fonts(float scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
  Fonts fonts;
  fonts.size = std::round(18 * scale);
  const fs::path text = find_font(kTextFonts), bold = find_font(kBoldFonts), mono = find_font(kMonoFonts);
  fonts.text_file = text.string();
  fonts.mono_file = mono.string();
  fonts.text = add_font(text, fonts.size, true);
  fonts.bold = add_font(bold.empty() ? text : bold, fonts.size, false);
  fonts.large = add_font(bold.empty() ? text : bold, std::round(fonts.size * 1.45f), false);
  fonts.mono = add_font(mono.empty() ? text : mono, std::round(fonts.size * 0.94f), true);
  for (ImFont** font : {&fonts.text, &fonts.bold, &fonts.large, &fonts.mono}) {
    if (*font == nullptr) *font = atlas.Fonts.empty() ? atlas.AddFontDefault() : atlas.Fonts[0];
  }
  ImGui::GetIO().FontDefault = fonts.text;
  return fonts;
}

}  // namespace respawn::observer
