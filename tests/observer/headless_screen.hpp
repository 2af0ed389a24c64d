#pragma once
/// HeadlessScreen: where the observer is drawn in tests: frames, keys, a mouse, and no window.

#include <imgui.h>

#include "observer/panels/observer_view.hpp"

namespace respawn::observer {

/// A Dear ImGui context without a backend: everything is laid out and drawn into vertex buffers.
class HeadlessScreen {
 public:
  explicit HeadlessScreen(float width = 1280, float height = 720) {
    ImGui::SetCurrentContext(ImGui::CreateContext());
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = ImVec2(width, height);
    io.DeltaTime = 1.0f / 60;
    fonts_.text = fonts_.bold = fonts_.large = fonts_.mono = io.Fonts->AddFontDefault();
    fonts_.size = 13;
    unsigned char* pixels = nullptr;
    int texture_width = 0, texture_height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &texture_width, &texture_height);
  }
  ~HeadlessScreen() { ImGui::DestroyContext(); }

  /// Returns how many vertices were drawn.
  int frame(ObserverView& view) {
    now_ += 1.0 / 60;
    view.update();
    ImGui::NewFrame();
    view.draw(fonts_, {.now_seconds = now_, .frame_seconds = 1.0f / 60});
    ImGui::Render();
    return ImGui::GetDrawData()->TotalVtxCount;
  }
  int frames(ObserverView& view, int count) {
    int drawn = 0;
    for (int i = 0; i < count; ++i) drawn = frame(view);
    return drawn;
  }
  void press(ObserverView& view, Key key) {
    view.ui().keys.push_back({.key = key});
    frames(view, 2);
  }
  void move_mouse(float x, float y, bool is_down) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddMousePosEvent(x, y);
    io.AddMouseButtonEvent(0, is_down);
#else
    io.MousePos = ImVec2(x, y);
    io.MouseDown[0] = is_down;
#endif
  }
  void turn_wheel(float steps) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMouseWheelEvent(0, steps);
#else
    ImGui::GetIO().MouseWheel += steps;
#endif
  }
  void click(ObserverView& view, float x, float y) {
    move_mouse(x, y, false);
    frame(view);
    move_mouse(x, y, true);
    frame(view);
    move_mouse(x, y, false);
    frame(view);
  }

 private:
  Fonts fonts_;
  double now_ = 0;
};

}  // namespace respawn::observer
