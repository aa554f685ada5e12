#!/usr/bin/env bash
# Runs what an archive holds in a folder that has nothing else: bash, a few tools of the shell, the C library, and, for an
# archive without Java, the JDK that JAVA_HOME names. Needs root.   dist/try-in-chroot.sh dist/target/plumbline-….zip
set -euo pipefail
archive=$1
root=$(mktemp -d)
trap 'umount "$root/proc" 2>/dev/null; rm -rf "$root"' EXIT

add() { # a program or library with the libraries it is linked to, where they are
  local file
  for file in "$1" $(ldd "$1" 2>/dev/null | grep -o '/[^ ]*'); do
    mkdir -p "$root$(dirname "$file")"
    cp -nL "$file" "$root$file"
  done
}

for tool in bash cat dirname find locale mktemp mv readlink rm sed stty; do
  add "$(readlink -f "$(command -v $tool)")"
  mkdir -p "$root/usr/bin"
  [ -e "$root/usr/bin/$tool" ] || cp -L "$(command -v $tool)" "$root/usr/bin/$tool"
done
ln -s usr/bin "$root/bin" 2>/dev/null || true
ln -sf bash "$root/usr/bin/sh"
for library in libstdc++.so.6 libgcc_s.so.1 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libz.so.1; do
  file=$(ldconfig -p | grep -o "/[^ ]*/$library\$" | head -n 1)
  [ -z "$file" ] || add "$file"
done
mkdir -p "$root/tmp" "$root/proc" "$root/dev" "$root/opt" "$root/usr/bin"
mknod "$root/dev/null" c 1 3 && chmod 666 "$root/dev/null"
mknod "$root/dev/urandom" c 1 9
ln -s /proc/self/fd "$root/dev/fd"
mount -t proc proc "$root/proc"
unzip -q "$archive" -d "$root/opt"
home=$(basename "$(echo "$root"/opt/*)")
environment=(PATH=/usr/bin HOME=/tmp)
if [ ! -d "$root/opt/$home/java" ]; then
  mkdir -p "$root/usr/lib/jvm"
  cp -a "$(readlink -f "$JAVA_HOME")" "$root/usr/lib/jvm/jdk"
fi
plumb() { env -i "${environment[@]}" "$(command -v chroot)" "$root" /usr/bin/bash "/opt/$home/plumb" "$@"; }
du -sh "$root/opt/$home"
plumb --version
plumb demo --working-dir /tmp/demo | tail -n 8
plumb compile -m "/opt/$home/examples/shapes/model.onnx" --cal-data-dir "/opt/$home/examples/shapes/calibration" \
  --preprocess "/opt/$home/examples/shapes/preprocess.yaml" --effort fast --working-dir /tmp/out | grep -A 2 verdict
echo "$(basename "$archive"): demo and compile run"
