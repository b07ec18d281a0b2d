/* Deliberately empty: functions with a variable number of arguments cannot be bound. */
