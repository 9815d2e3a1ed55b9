package io.wirelink.launcher;

/**
 * Where something stands in a file, both counted from 1 as editors do.
 *
 * @param line the line
 * @param column the column
 */
record Position(int line, int column) {}
