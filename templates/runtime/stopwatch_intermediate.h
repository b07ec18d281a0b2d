static inline unsigned long bridge_stopwatch_intermediate(uintptr_t watch) {
    if (!zmq_stopwatch_intermediate)
        return 0;
    return zmq_stopwatch_intermediate((void *)watch);
}
