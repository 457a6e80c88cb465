# Runs a program on an image's root file system as a container engine would: in namespaces of its own, which whoever calls this has made
# (mount, pid, net), on a root that nobody can write to, as a user without capabilities, with one writable volume.
#   run.sh ROOT DATA UID ENVIRONMENT COMMAND...      ENVIRONMENT: words NAME=value, in one argument
set -eu
PATH=$PATH:/usr/sbin:/sbin
root=$1 data=$2 uid=$3 environment=$4
shift 4
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mount --bind "$data" "$root/data"
ip link set lo up
mount -o remount,bind,ro "$root"
cd /
# shellcheck disable=SC2086 # the environment is meant to be split
exec env -i $environment "$(command -v setpriv)" --no-new-privs "$(command -v chroot)" --userspec="$uid:$uid" "$root" "$@"
