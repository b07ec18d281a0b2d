/* A libzmq.dll whose functions have known answers: what crosses between Go and C on Windows can be seen without libzmq.
   The functions that are not here only fail. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#define DLL_EXPORT
#define ZMQ_BUILD_DRAFT_API
#include "zmq.h"
#include <windows.h>

/* Handles use all the bits that a pointer has. */
#define CONTEXT ((void *) (uintptr_t) 0xf123456789abcdefULL)
#define SOCKET_ ((void *) (uintptr_t) 0xfedcba9876543210ULL)
#define TIMERS ((void *) (uintptr_t) 0xf0e1d2c3b4a59687ULL)
#define WATCH ((void *) (uintptr_t) 0x8000000080000001ULL)

static int fail(int error)
{
    errno = error;
    return -1;
}

int zmq_errno(void) { return errno; }
const char *zmq_strerror(int error) { return error == ETERM ? "the context is over" : "another error"; }

void zmq_version(int *major, int *minor, int *patch)
{
    *major = 4;
    *minor = 3;
    *patch = 77;
}

int zmq_has(const char *capability) { return strcmp(capability, "curve") == 0; }

void *zmq_ctx_new(void) { return CONTEXT; }
int zmq_ctx_term(void *context) { return context == CONTEXT ? 0 : fail(EFAULT); }

static int context_option;

int zmq_ctx_set(void *context, int option, int value)
{
    if (context != CONTEXT || option != ZMQ_IO_THREADS)
        return fail(EINVAL);
    context_option = value;
    return 0;
}

int zmq_ctx_get(void *context, int option)
{
    if (context != CONTEXT)
        return fail(EFAULT);
    return option == ZMQ_IO_THREADS ? context_option : fail(EINVAL);
}

void *zmq_socket(void *context, int type)
{
    if (context == CONTEXT && type == ZMQ_PAIR)
        return SOCKET_;
    errno = EMFILE;
    return NULL;
}

int zmq_close(void *socket) { return socket == SOCKET_ ? 0 : fail(ENOTSOCK); }

int zmq_bind(void *socket, const char *endpoint)
{
    if (socket != SOCKET_)
        return fail(ENOTSOCK);
    if (strcmp(endpoint, "tcp://127.0.0.1:5555") == 0)
        return 0;
    return fail(strcmp(endpoint, "tcp://taken") == 0 ? EADDRINUSE : ETERM);
}

static unsigned char option_value[256];
static size_t option_size;

int zmq_setsockopt(void *socket, int option, const void *value, size_t size)
{
    if (socket != SOCKET_ || size > sizeof option_value)
        return fail(EINVAL);
    memcpy(option_value, value, option_size = size);
    return 0;
}

int zmq_getsockopt(void *socket, int option, void *value, size_t *size)
{
    if (socket != SOCKET_ || *size < option_size)
        return fail(EINVAL);
    memcpy(value, option_value, option_size);
    *size = option_size;
    if (option == ZMQ_PLAIN_USERNAME)
        ((char *) value)[(*size)++] = 0; /* as libzmq counts it */
    return 0;
}

/* One message is on its way at most. */
static char in_transit[1 << 16];
static int length = -1;

int zmq_send(void *socket, const void *data, size_t size, int flags)
{
    if (socket != SOCKET_ || size > sizeof in_transit)
        return fail(ENOTSOCK);
    memcpy(in_transit, data, size);
    return length = (int) size;
}

int zmq_recv(void *socket, void *buffer, size_t size, int flags)
{
    int got = length;
    if (got < 0)
        return fail(EAGAIN);
    memcpy(buffer, in_transit, (size_t) got < size ? (size_t) got : size);
    length = -1;
    return got;
}

/* What zmq_msg_t holds here. */
struct content {
    void *data;
    size_t size;
    zmq_free_fn *release;
    void *hint;
};

static struct content *content(zmq_msg_t *msg) { return (struct content *) msg; }
static void release(void *data, void *hint) { free(data); }

int zmq_msg_init_data(zmq_msg_t *msg, void *data, size_t size, zmq_free_fn *function, void *hint)
{
    struct content c = {data, size, function, hint};
    *content(msg) = c;
    return 0;
}

int zmq_msg_init_size(zmq_msg_t *msg, size_t size)
{
    return zmq_msg_init_data(msg, malloc(size + 1), size, release, NULL);
}

int zmq_msg_init(zmq_msg_t *msg) { return zmq_msg_init_size(msg, 0); }
void *zmq_msg_data(zmq_msg_t *msg) { return content(msg)->data; }
size_t zmq_msg_size(const zmq_msg_t *msg) { return ((const struct content *) msg)->size; }
int zmq_msg_more(const zmq_msg_t *msg) { return 0; }

static DWORD WINAPI release_it(void *c)
{
    ((struct content *) c)->release(((struct content *) c)->data, ((struct content *) c)->hint);
    return 0;
}

/* libzmq lets go of memory on threads of its own. */
int zmq_msg_close(zmq_msg_t *msg)
{
    HANDLE thread;
    if (!content(msg)->release)
        return fail(EFAULT); /* it was never initialised */
    thread = CreateThread(NULL, 0, release_it, content(msg), 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return 0;
}

int zmq_msg_send(zmq_msg_t *msg, void *socket, int flags)
{
    int sent = zmq_send(socket, content(msg)->data, content(msg)->size, flags);
    if (sent >= 0) {
        zmq_msg_close(msg);
        zmq_msg_init(msg);
    }
    return sent;
}

int zmq_msg_recv(zmq_msg_t *msg, void *socket, int flags)
{
    int got = length;
    if (socket != SOCKET_)
        return fail(ENOTSOCK);
    if (got < 0)
        return fail(EAGAIN);
    zmq_msg_close(msg);
    zmq_msg_init_size(msg, (size_t) got);
    memcpy(content(msg)->data, in_transit, (size_t) got);
    length = -1;
    return got;
}

const char *zmq_msg_gets(const zmq_msg_t *msg, const char *property)
{
    if (strcmp(property, "Peer-Address") == 0)
        return "127.0.0.1";
    errno = EINVAL;
    return NULL;
}

/* A socket is ready, and so is a descriptor of all the bits that there are. */
int zmq_poll(zmq_pollitem_t *items, int n, long timeout)
{
    int i, ready = 0;
    if (timeout != 1234)
        return fail(EINVAL);
    for (i = 0; i < n; i++) {
        int is = items[i].socket ? items[i].socket == SOCKET_ : items[i].fd == (zmq_fd_t) (uintptr_t) 0xabcdef0123456789ULL;
        items[i].revents = is ? items[i].events : 0;
        ready += is;
    }
    return ready;
}

/* Results that do not fit into an int: a long has 32 bits on Windows. */
void *zmq_stopwatch_start(void) { return WATCH; }
unsigned long zmq_stopwatch_stop(void *watch) { return watch == WATCH ? 0xfffffff0UL : 0; }

char *zmq_z85_encode(char *text, const uint8_t *data, size_t size)
{
    if (size != 8 || data[0] != 0x86)
        return NULL;
    return strcpy(text, "HelloWorld");
}

/* A timer that is due whenever it is asked for. */
static zmq_timer_fn *handler;
static void *handler_argument;

void *zmq_timers_new(void) { return TIMERS; }
int zmq_timers_destroy(void **timers) { return *timers == TIMERS ? 0 : fail(EFAULT); }
long zmq_timers_timeout(void *timers) { return timers == TIMERS ? -1 : 0; }

int zmq_timers_add(void *timers, size_t interval, zmq_timer_fn *function, void *argument)
{
    if (timers != TIMERS || interval != 5000)
        return fail(EFAULT);
    handler = function;
    handler_argument = argument;
    return 7;
}

int zmq_timers_execute(void *timers)
{
    handler(7, handler_argument);
    return 0;
}
