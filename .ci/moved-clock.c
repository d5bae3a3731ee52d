// Moves the clock of one process: LD_PRELOAD of compose-mixed-faults. MOVED_CLOCK names a file of eight bytes, by how many
// seconds. It is read at each call, so that the clock can be moved while the process runs. Only the time of day is moved:
// time since the start goes on, as it does when an administrator sets a clock.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile long long *seconds;
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  const char *file = getenv("MOVED_CLOCK");
  int descriptor = file == NULL ? -1 : open(file, O_RDONLY | O_CLOEXEC);
  if (descriptor >= 0) {
    void *mapped = mmap(NULL, sizeof *seconds, PROT_READ, MAP_SHARED, descriptor, 0);
    seconds = mapped == MAP_FAILED ? NULL : mapped;
    close(descriptor);
  }
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (real_clock_gettime == NULL) {
    real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  }
  int result = real_clock_gettime(clock, time);
  if (result == 0 && seconds != NULL && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    time->tv_sec += *seconds;
  }
  return result;
}

int gettimeofday(struct timeval *restrict day, void *restrict zone) {
  (void)zone;
  struct timespec time;
  int result = clock_gettime(CLOCK_REALTIME, &time);
  day->tv_sec = time.tv_sec;
  day->tv_usec = time.tv_nsec / 1000;
  return result;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result != NULL) {
    *result = now.tv_sec;
  }
  return now.tv_sec;
}
