#include "observer/window/egl_surface.hpp"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>
#include <GL/glext.h>

#include <array>
#include <cstring>

namespace respawn::observer {
namespace {

template <typename Function>
Function procedure(const char* name) {
  return reinterpret_cast<Function>(eglGetProcAddress(name));
}

EGLDisplay open_display() {
  const char* const extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  const auto get_platform_display = procedure<PFNEGLGETPLATFORMDISPLAYEXTPROC>("eglGetPlatformDisplayEXT");
  if (extensions != nullptr && get_platform_display != nullptr && std::strstr(extensions, "EGL_MESA_platform_surfaceless") != nullptr) {
    return get_platform_display(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr);
  }
  return eglGetDisplay(EGL_DEFAULT_DISPLAY);
}

}  // namespace

EglSurface::EglSurface(int width, int height) : width_(width), height_(height) {
  if (open()) make_framebuffer();
}

bool EglSurface::open() {
  EGLDisplay display = open_display();
  if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == EGL_FALSE) {
    error_ = "pictures need EGL (libegl1, libegl-mesa0), and it did not start";
    return false;
  }
  display_ = display;
  eglBindAPI(EGL_OPENGL_API);
  constexpr std::array<EGLint, 5> kConfig = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_NONE};
  constexpr std::array<EGLint, 7> kContext = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                              EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  if (eglChooseConfig(display, kConfig.data(), &config, 1, &count) == EGL_FALSE || count == 0) config = nullptr;
  EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, kContext.data());
  if (context == EGL_NO_CONTEXT || eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_FALSE) {
    error_ = "pictures need OpenGL 3.3 (libgl1-mesa-dri draws it in software)";
    return false;
  }
  context_ = context;
  return true;
}

bool EglSurface::make_framebuffer() {
  const auto gen_framebuffers = procedure<PFNGLGENFRAMEBUFFERSPROC>("glGenFramebuffers");
  const auto bind_framebuffer = procedure<PFNGLBINDFRAMEBUFFERPROC>("glBindFramebuffer");
  const auto framebuffer_texture = procedure<PFNGLFRAMEBUFFERTEXTURE2DPROC>("glFramebufferTexture2D");
  const auto check_status = procedure<PFNGLCHECKFRAMEBUFFERSTATUSPROC>("glCheckFramebufferStatus");
  if (gen_framebuffers == nullptr || bind_framebuffer == nullptr || framebuffer_texture == nullptr || check_status == nullptr) {
    error_ = "this OpenGL has no framebuffer objects";
    return false;
  }
  glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width_, height_, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glBindTexture(GL_TEXTURE_2D, 0);
  gen_framebuffers(1, &framebuffer_);
  bind_framebuffer(GL_FRAMEBUFFER, framebuffer_);
  framebuffer_texture(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
  if (check_status(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) return true;
  error_ = "this OpenGL cannot draw into a texture of this size";
  return false;
}

EglSurface::~EglSurface() {
  if (context_ != nullptr) {
    if (framebuffer_ != 0) procedure<PFNGLDELETEFRAMEBUFFERSPROC>("glDeleteFramebuffers")(1, &framebuffer_);
    if (texture_ != 0) glDeleteTextures(1, &texture_);
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
  }
  if (display_ != nullptr) eglTerminate(display_);
}

void EglSurface::make_current() {
  eglBindAPI(EGL_OPENGL_API);
  eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_);
}

std::vector<std::uint8_t> EglSurface::read_rgb() const {
  const std::size_t row_bytes = static_cast<std::size_t>(width_) * 3;
  std::vector<std::uint8_t> upside_down(row_bytes * static_cast<std::size_t>(height_)), pixels(upside_down.size());
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, upside_down.data());
  for (std::size_t row = 0; row < static_cast<std::size_t>(height_); ++row) {
    std::memcpy(pixels.data() + row * row_bytes, upside_down.data() + (static_cast<std::size_t>(height_) - 1 - row) * row_bytes, row_bytes);
  }
  return pixels;
}

}  // namespace respawn::observer
