#pragma once
/// ImguiSession: a Dear ImGui context that draws with OpenGL 3.3, and its fonts at the scale that is wanted.
///
/// Needs a current OpenGL context from its construction to its end. Thread: the one that made it.

#include "observer/panels/fonts.hpp"

struct ImGuiContext;

namespace respawn::observer {

class ImguiSession {
 public:
  ImguiSession();
  ~ImguiSession();
  ImguiSession(const ImguiSession&) = delete;
  ImguiSession& operator=(const ImguiSession&) = delete;

  /// Where there are several, before anything is done with this one. Its OpenGL context must be current too.
  void make_current();
  /// Before a frame: makes the fonts anew if the scale is another one.
  void set_scale(float scale);
  const Fonts& fonts() const { return fonts_; }

  /// Draws what was made since NewFrame into the current framebuffer of this size.
  void render(int width, int height, bool is_light);

  static constexpr const char* kShaderVersion = "#version 330";

 private:
  ImGuiContext* context_ = nullptr;
  Fonts fonts_;
  float scale_ = 0;
};

/// The scale that suits a surface of this height, in pixels: letters that can be read from the last row.
float scale_for_height(int height);

}  // namespace respawn::observer
