/* Included on AIX only, for the sake of its order; nothing of it is used. */
