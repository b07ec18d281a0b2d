extern void libzmqThreadMain(uintptr_t fn);
static void bridge_thread_main(void *fn) {
    libzmqThreadMain((uintptr_t)fn);
}

static inline uintptr_t bridge_threadstart(uintptr_t fn) {
    return (uintptr_t)zmq_threadstart(bridge_thread_main, (void *)fn);
}

static inline void bridge_threadclose(uintptr_t thread) {
    zmq_threadclose((void *)thread);
}
