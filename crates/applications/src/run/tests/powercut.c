// Notes what of a write-ahead log is on disk: loaded before the C library into a process under test, it writes
// "synced <size>" to the file named by JOBWIRE_POWERCUT_NOTES after each fsync or fdatasync of a file that ends in
// -wal. While the file named by JOBWIRE_POWERCUT_BREAKS exists, these calls fail as on a broken disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_log(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 4) return 0;
  path[length] = 0;
  return strcmp(path + length - 4, "-wal") == 0;
}

static void note(int fd) {
  const char *notes = getenv("JOBWIRE_POWERCUT_NOTES");
  struct stat found;
  if (!notes || fstat(fd, &found)) return;
  char line[64];
  int length = snprintf(line, sizeof line, "synced %lld\n", (long long)found.st_size);
  int file = open(notes, O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (file < 0 || write(file, line, (size_t)length) != length) abort();
  close(file);
}

static int synced(int fd, const char *name) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  if (!is_log(fd)) return real(fd);
  const char *breaks = getenv("JOBWIRE_POWERCUT_BREAKS");
  if (breaks && access(breaks, F_OK) == 0) {
    errno = EIO;
    return -1;
  }
  int answer = real(fd);
  if (answer == 0) note(fd);
  return answer;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }
