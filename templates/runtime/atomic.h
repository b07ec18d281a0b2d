static inline uintptr_t bridge_atomic_counter_new(void) {
    return (uintptr_t)zmq_atomic_counter_new();
}

static inline void bridge_atomic_counter_set(uintptr_t counter, int value) {
    zmq_atomic_counter_set((void *)counter, value);
}

static inline int bridge_atomic_counter_inc(uintptr_t counter) {
    return zmq_atomic_counter_inc((void *)counter);
}

static inline int bridge_atomic_counter_dec(uintptr_t counter) {
    return zmq_atomic_counter_dec((void *)counter);
}

static inline int bridge_atomic_counter_value(uintptr_t counter) {
    return zmq_atomic_counter_value((void *)counter);
}

static inline void bridge_atomic_counter_destroy(uintptr_t counter) {
    void *handle = (void *)counter;
    zmq_atomic_counter_destroy(&handle);
}
