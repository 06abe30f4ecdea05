# Sourced by ./run and ./test: brings a bare Debian machine to where Cargo can build
# and a window can open. Says what it does, asks nothing, works as root or with sudo.

say() { printf 'shahrak: %s\n' "$*" >&2; }

# Programs and libraries, as "what proves it is here|Debian package".
build_needs=(
  "cmd:cmake|cmake" "cmd:make|make" "cmd:c++|g++" "cmd:pkg-config|pkg-config" "cmd:sqlite3|sqlite3"
)
window_needs=(
  "lib:libX11.so.6|libx11-6" "lib:libX11-xcb.so.1|libx11-xcb1" "lib:libXcursor.so.1|libxcursor1"
  "lib:libXi.so.6|libxi6" "lib:libXrandr.so.2|libxrandr2"
  "lib:libxkbcommon.so.0|libxkbcommon0" "lib:libxkbcommon-x11.so.0|libxkbcommon-x11-0"
  "lib:libwayland-client.so.0|libwayland-client0" "lib:libwayland-egl.so.1|libwayland-egl1"
  "lib:libvulkan.so.1|libvulkan1" "icd:lvp|mesa-vulkan-drivers"
  "lib:libEGL.so.1|libegl1" "lib:libGL.so.1|libgl1"
)

have() {
  case "$1" in
    cmd:*) command -v "${1#cmd:}" >/dev/null 2>&1 ;;
    lib:*) list_libraries; [[ "$_libraries" == *"${1#lib:}"* ]] ;;
    icd:*) ls /usr/share/vulkan/icd.d/"${1#icd:}"_icd*.json >/dev/null 2>&1 ;;
  esac
}

# No pipe into `grep -q`: that one leaves early, and `pipefail` then calls a library missing.
list_libraries() {
  [ -n "${_libraries:-}" ] || _libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo -n "$@"; else sudo "$@"; fi
}

# Runs a command; what it printed is shown only when it fails.
quietly() {
  local printed
  printed=$("$@" 2>&1 </dev/null) || { printf '%s\n' "$printed" >&2; say "failed: $*"; exit 1; }
}

setup_machine() {
  local missing=() need
  for need in "${build_needs[@]}" "${window_needs[@]}"; do
    have "${need%%|*}" || missing+=("${need##*|}")
  done
  if [ "${#missing[@]}" -gt 0 ]; then
    if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1; }; then
      say "installing what this machine lacks: ${missing[*]}"
      quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
      quietly as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}"
      unset _libraries
    else
      say "this machine lacks (Debian's names): ${missing[*]}"
      say "install them with your package manager and run this again."
      exit 1
    fi
  fi
  if ! command -v cargo >/dev/null 2>&1; then
    if [ -x "$HOME/.cargo/bin/cargo" ]; then
      PATH="$HOME/.cargo/bin:$PATH"; export PATH
    else
      say "Rust is missing: install Rust 1.95 or newer with rustup (see rustup.rs), then run this again."
      exit 1
    fi
  fi
}
