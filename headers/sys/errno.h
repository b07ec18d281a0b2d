/* Deliberately empty: the errors that zmq.h falls back on stay visible, on every target. */
