#!/bin/sh
# The first process of namespaces of its own (mounts, processes, network, names, cgroups): makes a
# root in memory, of this machine's /usr, the interpreter and the code to be read only, leaves the
# real root, and goes on as systemd. Nothing of the machine can be written from then on.
#   systemd_root.sh FOLDER PYTHON CODE LIBRARIES SKELETON
set -eu
root=$1 python=$2 code=$3 libraries=$4 skeleton=$5
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$root"
cd "$root"
mkdir -p usr etc tmp run var/log var/tmp dev proc sys old root home srv \
  opt/python opt/yanlu/code opt/yanlu/.venv/lib
chmod 1777 tmp var/tmp
for link in bin sbin lib lib64; do ln -s "usr/$link" "$link"; done
readable() { mount --bind "$1" "$2"; mount -o remount,bind,ro "$2"; }
readable /usr usr
readable "$python" opt/python
readable "$code" opt/yanlu/code
readable "$libraries" opt/yanlu/.venv/lib
cp -R "$skeleton"/. .
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs dev
for node in null zero full random urandom tty; do
  touch "dev/$node"
  mount --bind "/dev/$node" "dev/$node"
done
mkdir dev/shm dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs tmpfs run
ip link set lo up
pivot_root . old
cd /
umount -l /old
rmdir /old
ldconfig
# Else what systemd clears at its start would be the machine's own.
for place in / /tmp /var /etc /run; do [ "$(findmnt -no FSTYPE -T "$place")" = tmpfs ]; done
if touch /usr/.written 2>/dev/null; then exit 9; fi
export container=other SYSTEMD_UNIT_PATH=/etc/systemd/system
export SYSTEMD_LOG_TARGET=console SYSTEMD_LOG_LEVEL=warning
exec /usr/lib/systemd/systemd --system --unit=basic.target --show-status=0
