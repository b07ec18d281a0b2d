static inline uintptr_t bridge_stopwatch_start(void) {
    return (uintptr_t)zmq_stopwatch_start();
}

static inline unsigned long bridge_stopwatch_stop(uintptr_t watch) {
    return zmq_stopwatch_stop((void *)watch);
}
