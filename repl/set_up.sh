# What repl/start and tests/run do first: packages, configuration, building. Sourced, with the project as working folder.
#
# Everything here may be run again at any time: what is there already is left alone, and takes no time.

say() { printf 'respawn: %s\n' "$*" >&2; }

# The names in repl/packages for these needs (build, test).
packages_for() {
  awk -v needs=" $* " '!/^#/ && NF && index(needs, " " $1 " ") { print $2 }' repl/packages
}

# Those of the packages that are not installed.
missing_packages() {
  for package in $(dpkg-query -W -f='${Package}=${db:Status-Status}\n' "$@" 2>/dev/null); do
    [ "${package#*=}" = installed ] && installed="${installed:-} ${package%%=*} "
  done
  for package; do
    case ${installed:-} in *" $package "*) ;; *) printf '%s ' "$package" ;; esac
  done
}

# Installs what is missing for these needs, or stops. RESPAWN_PACKAGES=ready: somebody has seen to the packages.
install_packages() {
  [ "${RESPAWN_PACKAGES:-}" = ready ] && return
  # shellcheck disable=SC2046  # names, one word each
  set -- $(packages_for "$@")
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "packages can be installed by this program on Debian and Ubuntu only. Please install what these hold:"
    say "  $*"
    say "and run this again with RESPAWN_PACKAGES=ready in the environment."
    exit 1
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  as_root=
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "these packages are missing, and installing them takes root or sudo: $missing"
      exit 1
    fi
    as_root=sudo
  fi
  say "installing through ${as_root:+sudo }apt-get: $missing"
  $as_root apt-get -q update || say "the lists of packages could not be brought up to date; going on with those that are here"
  # shellcheck disable=SC2086
  if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $missing; then
    say "apt-get could not install: $missing"
    exit 1
  fi
}

# Configures and builds: the preset, then the targets. The first time takes minutes, after that only what has changed is built.
build_preset() {
  preset=$1
  shift
  folder=build/$preset
  if [ ! -f "$folder/build.ninja" ] && [ ! -f "$folder/Makefile" ]; then
    say "configuring $folder"
    generator=
    [ -f "$folder/CMakeCache.txt" ] || generator="-G Ninja"
    # shellcheck disable=SC2086
    cmake --preset "$preset" $generator --log-level=NOTICE
  fi
  say "building $folder (the first time takes some minutes)"
  cmake --build "$folder" --parallel "$(nproc)" --target "$@"
}
