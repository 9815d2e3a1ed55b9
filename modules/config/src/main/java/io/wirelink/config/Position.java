package io.wirelink.config;

/**
 * Where something stands in a file, both counted from 1 as editors do.
 *
 * @param line the line
 * @param column the column
 */
public record Position(int line, int column) {}
