#include "observer/window/imgui_session.hpp"

#include <GL/gl.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#if __has_include(<backends/imgui_impl_opengl3.h>)
#include <backends/imgui_impl_opengl3.h>
#else
#include <imgui_impl_opengl3.h>
#endif

#include "observer/panels/theme.hpp"

namespace respawn::observer {

ImguiSession::ImguiSession() {
  context_ = ImGui::CreateContext();
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // where things stand is the program's to say
  io.LogFilename = nullptr;
  ImGui_ImplOpenGL3_Init(kShaderVersion);
}

ImguiSession::~ImguiSession() {
  make_current();
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext(context_);
}

void ImguiSession::make_current() { ImGui::SetCurrentContext(context_); }

void ImguiSession::set_scale(float scale) {
  // Steps that can be seen; between them nothing is made anew.
  const float wanted = std::round(scale * 18) / 18;
  if (wanted == scale_) return;
  scale_ = wanted;
#if IMGUI_VERSION_NUM < 19200
  ImGui_ImplOpenGL3_DestroyFontsTexture();
#endif
  fonts_ = load_fonts(scale_);
#if IMGUI_VERSION_NUM < 19200
  ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
}

void ImguiSession::render(int width, int height, bool is_light) {
  ImGui::Render();
  const ImVec4 back = ImGui::ColorConvertU32ToFloat4(theme(is_light).background);
  glViewport(0, 0, width, height);
  glClearColor(back.x, back.y, back.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

float scale_for_height(int height) { return std::clamp(static_cast<float>(height) / 1060.0f + 0.232f, 0.8f, 3.5f); }

}  // namespace respawn::observer
