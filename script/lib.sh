# Shared by the scripts: where things are, and installing what a fresh machine lacks.
# Sourced, not run. Every step that may take long says what it does before it starts.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# One build folder for every checkout of this machine, so that a new clone does not compile the world again.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/jobwire/target}

# Cargo tells checkouts apart by the age of their files alone, and would take what another one built for
# ours. So a checkout that is not the one built last makes its own files new.
claim_target_folder() {
  local mark=$CARGO_TARGET_DIR/.checkout
  if [ -f "$mark" ] && [ "$(cat "$mark")" = "$root" ]; then return; fi
  mkdir -p "$CARGO_TARGET_DIR"
  find "$root/crates" "$root/xtask" -type f -exec touch {} +
  printf '%s' "$root" >"$mark"
}
claim_target_folder

say() { printf '· %s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }
# Whether a program of this name is on the PATH; a function of ours does not count.
have() { type -P "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else die "This needs root to install packages: $*. Run it as root, or install sudo."
  fi
}

apt_is_fresh=no
# install PACKAGE...: Debian and Ubuntu packages.
install() {
  have apt-get || die "Install these with your package manager, then run this again: $*"
  if [ $apt_is_fresh = no ]; then
    say "Updating the package list"
    as_root apt-get update -qq
    apt_is_fresh=yes
  fi
  say "Installing $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

# The browser to drive. Ubuntu's chromium is a snap, which sees no temporary folder of ours: there only
# Google's package counts.
chromium_path() {
  if [ -n "${JOBWIRE_CHROMIUM:-}" ]; then echo "$JOBWIRE_CHROMIUM"
  elif is_ubuntu; then type -P google-chrome
  else type -P chromium || type -P google-chrome || type -P chromium-browser
  fi
}

need_toolchains() {
  have cargo || die "Rust is missing. Install it from https://rustup.rs, then run this again."
  have node || die "Node.js 20 or newer is missing. Install it, then run this again."
  have cc || install gcc libc6-dev
  have git || install git
}

need_chromium() {
  chromium_path >/dev/null && return
  # Debian's chromium needs its sandbox package to run safely; Google's package brings its own.
  if is_ubuntu; then install_chrome; else install chromium chromium-sandbox fonts-liberation; fi
}

install_chrome() {
  local package=google-chrome-stable_current_amd64.deb
  local folder
  [ "$(dpkg --print-architecture)" = amd64 ] ||
    die "Google publishes no Chrome for this machine. Install a Chromium that is no snap, and name it in JOBWIRE_CHROMIUM."
  have curl || install curl ca-certificates
  folder=$(mktemp -d)
  say "Downloading Chrome (about 120 MB)"
  curl --fail --silent --show-error --location --output "$folder/$package" \
    "https://dl.google.com/linux/direct/$package"
  # The installing user of apt reads it.
  chmod 755 "$folder"
  install "$folder/$package" fonts-liberation
  rm -r "$folder"
}

need_test_services() {
  ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || install postgresql
  have dovecot || [ -x /usr/sbin/dovecot ] || install dovecot-imapd
  have redis-server || install redis-server
  have openssl || install openssl
  have pdftotext || install poppler-utils
  have python3 || install python3
  # For the example client. The package is the system's Python's; another one on the PATH may not see it.
  python3 -c 'import websockets' 2>/dev/null || /usr/bin/python3 -c 'import websockets' 2>/dev/null ||
    install python3-websockets
}

# The packages of the front end, when the lock file changed since they were installed.
need_npm_packages() {
  local stamp=$root/frontend/node_modules/.installed
  if [ ! -f "$stamp" ] || [ "$root/frontend/package-lock.json" -nt "$stamp" ]; then
    say "Installing the front end's packages (about a minute)"
    (cd "$root/frontend" && npm ci --no-audit --no-fund --loglevel=error)
    touch "$stamp"
  fi
}

# Builds the front end when anything in it is newer than the last build.
build_front_end() {
  local built=$root/frontend/dist/index.html
  if [ ! -f "$built" ] || [ -n "$(find "$root/frontend" -newer "$built" -type f \
      -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/dist-lib/*' -not -path '*/tests/*' -print -quit)" ]; then
    need_npm_packages
    say "Building the front end"
    (cd "$root/frontend" && npm run --silent build)
  fi
}

build_binary() {
  say "Building the binary (the first time takes some minutes)"
  local quiet=--quiet
  # Who watches sees how far it is; a log needs no line for each crate.
  if [ -t 2 ]; then quiet=; fi
  (cd "$root" && cargo build $quiet --locked --package server --bin jobwire)
}

# What the benchmarks run, with full optimisation. All at once: what is built alone has other features, and is built again.
build_for_measuring() {
  say "Building with full optimisation (the first time takes some twenty minutes)"
  (cd "$root" && cargo build --quiet --locked --release --package server --package matching --package realtime \
    --bin jobwire --example realtime_bench --example load --example live --example scale)
}
