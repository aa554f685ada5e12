/**
 * Small models after public reports, each compiled and run through the command line and held to
 * what is right for it. What right means for each case is data, in {@code expectations.tsv}.
 */
@NullMarked
package io.plumbline.conformance.cases;

import org.jspecify.annotations.NullMarked;
