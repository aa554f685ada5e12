/**
 * How accurate every shared model stays, by effort and target: measured trial by trial, kept in a
 * file, and shown in the page of benchmarks.
 */
@NullMarked
package io.plumbline.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
