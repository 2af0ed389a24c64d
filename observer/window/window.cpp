#include "observer/window/window.hpp"

#define GLFW_INCLUDE_NONE
#include <GL/gl.h>
#include <GLFW/glfw3.h>
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#if __has_include(<backends/imgui_impl_glfw.h>)
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#else
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>
#endif

#include "base/clock.hpp"
#include "observer/model/tour.hpp"
#include "observer/panels/observer_view.hpp"
#include "observer/window/imgui_session.hpp"

namespace respawn::observer {
namespace {

/// Frames that are drawn after the last input: ImGui needs two to settle a layout, hover effects one more.
constexpr int kSettlingFrames = 4;
constexpr double kIdleLookSeconds = 0.1;
/// The window's letters are large already: of the desktop's own scale this much is the least.
constexpr float kDesktopShare = 0.85f;
constexpr double kFrameSeconds = 1.0 / 60;
constexpr double kSoftwareFrameSeconds = 1.0 / 30;  // where the processor draws, it has other things to do

std::atomic<bool> close_requested{false};
// Guards the question whether glfwPostEmptyEvent may be called: only while a window is open.
std::mutex window_mutex;
bool is_window_open = false;

struct GlfwWindow {
  GLFWwindow* handle = nullptr;
  int frames_wanted = kSettlingFrames;
  std::vector<KeyPress> keys;
  bool is_repeat = false;  // of the key whose character comes next
  ImVec2 mouse{-1, -1};    // in the last frame
  std::array<bool, 3> was_down{}, is_late{};  // buttons in the last frame; presses that wait for the next

  bool is_full_screen = false;
  std::array<int, 4> place{};  // left, top, width, height of the window that is full screen now

  ~GlfwWindow() {
    if (handle != nullptr) glfwDestroyWindow(handle);
  }
};

bool init_glfw() {
  static const bool is_ready = [] {
    glfwSetErrorCallback(nullptr);
    return glfwInit() == GLFW_TRUE;
  }();
  return is_ready;
}

GlfwWindow& of(GLFWwindow* handle) { return *static_cast<GlfwWindow*>(glfwGetWindowUserPointer(handle)); }

void want_frames(GLFWwindow* handle) { of(handle).frames_wanted = kSettlingFrames; }

/// Keys without a character, and those with Ctrl. The others come as characters.
void take_key(GLFWwindow* handle, int key, int scan_code, int action, int modifiers) {
  want_frames(handle);
  if (action == GLFW_RELEASE) return;
  GlfwWindow& window = of(handle);
  window.is_repeat = action == GLFW_REPEAT;
  const bool is_control = (modifiers & GLFW_MOD_CONTROL) != 0;
  if (key < GLFW_KEY_ESCAPE && !is_control) return;
  if (is_control && (key == GLFW_KEY_KP_ADD || key == GLFW_KEY_KP_SUBTRACT || key < GLFW_KEY_ESCAPE)) {
    // As the keyboard's layout names it.
    if (const char* const name = glfwGetKeyName(key, scan_code); name != nullptr && name[0] != 0 && name[1] == 0) key = static_cast<int>(typed(name[0]).key);
  }
  // The numbers on the keypad come as characters.
  const bool types = key >= GLFW_KEY_KP_0 && key <= GLFW_KEY_KP_EQUAL && key != GLFW_KEY_KP_ENTER;
  if (types && !is_control) return;
  window.keys.push_back({.key = static_cast<Key>(key),
                         .is_control = is_control,
                         .is_shift = (modifiers & GLFW_MOD_SHIFT) != 0,
                         .is_repeat = window.is_repeat});
}

void take_character(GLFWwindow* handle, unsigned character) {
  want_frames(handle);
  constexpr unsigned kAsciiMax = 126;
  if (character <= kAsciiMax) of(handle).keys.push_back(typed(static_cast<char>(character), of(handle).is_repeat));
}

/// Any input wants frames. ImGui's backend calls these before its own.
void watch_input(GlfwWindow& window) {
  glfwSetWindowUserPointer(window.handle, &window);
  glfwSetKeyCallback(window.handle, take_key);
  glfwSetCharCallback(window.handle, take_character);
  glfwSetMouseButtonCallback(window.handle, [](GLFWwindow* w, int, int, int) { want_frames(w); });
  glfwSetCursorPosCallback(window.handle, [](GLFWwindow* w, double, double) { want_frames(w); });
  glfwSetScrollCallback(window.handle, [](GLFWwindow* w, double, double) { want_frames(w); });
  glfwSetWindowFocusCallback(window.handle, [](GLFWwindow* w, int) { want_frames(w); });
  glfwSetCursorEnterCallback(window.handle, [](GLFWwindow* w, int) { want_frames(w); });
  glfwSetWindowRefreshCallback(window.handle, [](GLFWwindow* w) { want_frames(w); });
  glfwSetFramebufferSizeCallback(window.handle, [](GLFWwindow* w, int, int) { want_frames(w); });
}

std::string open(GlfwWindow& window, const WindowOptions& options) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  // Who looks away to the shell on the other screen still wants to see it.
  glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
  int width = options.width, height = options.height;
  if (const GLFWvidmode* const mode = glfwGetVideoMode(glfwGetPrimaryMonitor()); mode != nullptr) {
    // On a small screen leave room for the frame of the window, on a large one take what a projector can use.
    width = std::min(std::max(width, mode->width * 3 / 4), mode->width);
    height = std::min(std::max(height, mode->height * 3 / 4), mode->height);
  }
  window.handle = glfwCreateWindow(width, height, options.title.c_str(), nullptr, nullptr);
  if (window.handle == nullptr) {
    const char* reason = nullptr;
    glfwGetError(&reason);
    return fmt::format("no window could be opened: {}", reason != nullptr ? reason : "OpenGL 3.3 is needed");
  }
  glfwMakeContextCurrent(window.handle);
  glfwSwapInterval(1);
  return {};
}

/// A press that comes in one frame with the move that led there is told a frame later: Dear ImGui wants some things to be hovered before they are
/// clicked, and frames are long where the processor draws. From 1.87 on it sees to that itself.
void tell_presses_in_their_turn(GlfwWindow& window) {
#if IMGUI_VERSION_NUM < 18700
  ImGuiIO& io = ImGui::GetIO();
  const bool has_moved = io.MousePos.x != window.mouse.x || io.MousePos.y != window.mouse.y;
  for (std::size_t button = 0; button < window.was_down.size(); ++button) {
    bool& is_down = io.MouseDown[button];
    const bool was_late = std::exchange(window.is_late[button], is_down && !window.was_down[button] && has_moved && !window.is_late[button]);
    is_down = was_late || (is_down && !window.is_late[button]);
    if (window.is_late[button]) want_frames(window.handle);
    window.was_down[button] = is_down;
  }
  window.mouse = io.MousePos;
#else
  static_cast<void>(window);
#endif
}

void draw_frame(GlfwWindow& window, ImguiSession& session, ObserverView& view, double now_seconds, float frame_seconds) {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window.handle, &width, &height);
  if (width <= 0 || height <= 0) return;  // it is an icon
  float content_scale = 1;
  glfwGetWindowContentScale(window.handle, &content_scale, nullptr);
  session.set_scale(std::max(scale_for_height(height), content_scale * kDesktopShare) * view.ui().zoom);
  view.ui().keys.swap(window.keys);
  window.keys.clear();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  tell_presses_in_their_turn(window);
  ImGui::NewFrame();
  view.draw(session.fonts(), {.now_seconds = now_seconds, .frame_seconds = std::min(frame_seconds, 0.1f)});
  session.render(width, height, view.ui().is_light);
  glfwSwapBuffers(window.handle);
}

/// The screen on which most of the window is: the projector, if it was moved there.
GLFWmonitor* screen_of(GLFWwindow* handle) {
  int left = 0, top = 0, width = 0, height = 0, count = 0;
  glfwGetWindowPos(handle, &left, &top);
  glfwGetWindowSize(handle, &width, &height);
  GLFWmonitor** const monitors = glfwGetMonitors(&count);
  GLFWmonitor* best = glfwGetPrimaryMonitor();
  int most = 0;
  for (int i = 0; i < count; ++i) {
    const GLFWvidmode* const mode = glfwGetVideoMode(monitors[i]);
    if (mode == nullptr) continue;
    int x = 0, y = 0;
    glfwGetMonitorPos(monitors[i], &x, &y);
    const int wide = std::min(left + width, x + mode->width) - std::max(left, x), high = std::min(top + height, y + mode->height) - std::max(top, y);
    if (wide <= 0 || high <= 0 || wide * high <= most) continue;
    most = wide * high;
    best = monitors[i];
  }
  return best;
}

/// Covers the screen, or goes back to where it was.
void set_full_screen(GlfwWindow& window, bool is_full) {
  if (window.is_full_screen == is_full) return;
  window.is_full_screen = is_full;
  want_frames(window.handle);
  auto& [left, top, width, height] = window.place;
  if (!is_full) {
    if (width > 0) glfwSetWindowMonitor(window.handle, nullptr, left, top, width, height, GLFW_DONT_CARE);
    return;
  }
  GLFWmonitor* const monitor = screen_of(window.handle);
  const GLFWvidmode* const mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
  if (mode == nullptr) return;
  glfwGetWindowPos(window.handle, &left, &top);
  glfwGetWindowSize(window.handle, &width, &height);
  glfwSetWindowMonitor(window.handle, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

bool draws_in_software() {
  const auto* const renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  return renderer != nullptr && (std::strstr(renderer, "llvmpipe") != nullptr || std::strstr(renderer, "softpipe") != nullptr);
}

void loop(GlfwWindow& window, ImguiSession& session, ObserverView& view, Tour* tour) {
  const double frame_seconds = draws_in_software() ? kSoftwareFrameSeconds : kFrameSeconds;
  double last_frame = glfwGetTime();
  while (!glfwWindowShouldClose(window.handle) && !close_requested) {
    double now = glfwGetTime();
    if (tour != nullptr) window.frames_wanted = std::max(window.frames_wanted, 1);
    if (view.is_busy(now) || window.frames_wanted > 0) {
      glfwPollEvents();
    } else {
      glfwWaitEventsTimeout(kIdleLookSeconds);
    }
    if (view.update()) window.frames_wanted = std::max(window.frames_wanted, kSettlingFrames);
    now = glfwGetTime();
    if (window.frames_wanted == 0 && !view.is_busy(now)) {
      last_frame = now;
      continue;
    }
    window.frames_wanted = std::max(0, window.frames_wanted - 1);
    if (tour != nullptr && !tour->lead(view.ui(), view.feed())) return;
    draw_frame(window, session, view, now, static_cast<float>(now - last_frame));
    set_full_screen(window, view.ui().is_full_screen);
    last_frame = now;
    // Where the driver does not wait for the screen (a virtual one), wait here.
    const double left = frame_seconds - (glfwGetTime() - now);
    if (left > 0.001 && tour == nullptr) std::this_thread::sleep_for(std::chrono::duration<double>(left));
  }
}

}  // namespace

bool open_window_available() { return init_glfw() && glfwGetPrimaryMonitor() != nullptr; }

std::string run_window(WatchedRun& run, const WindowOptions& options) {
  if (!init_glfw()) return "no window could be opened: there is no display";
  close_requested = false;
  GlfwWindow window;
  if (std::string error = open(window, options); !error.empty()) return error;
  {
    std::lock_guard opening(window_mutex);
    is_window_open = true;
  }
  watch_input(window);
  {
    ImguiSession session;
    ImGui_ImplGlfw_InitForOpenGL(window.handle, true);
    ObserverView view(run);
    view.ui().is_light = options.is_light;
    view.ui().zoom = options.zoom;
    view.ui().is_full_screen = options.is_full_screen;
    std::optional<Tour> tour;
    if (options.is_tour) tour.emplace();
    loop(window, session, view, tour ? &*tour : nullptr);
    ImGui_ImplGlfw_Shutdown();
  }
  std::lock_guard closing(window_mutex);
  is_window_open = false;
  return {};
}

void request_close_window() {
  close_requested = true;
  wake_window();
}

void wake_window() {
  std::lock_guard waking(window_mutex);
  if (is_window_open) glfwPostEmptyEvent();
}

}  // namespace respawn::observer
