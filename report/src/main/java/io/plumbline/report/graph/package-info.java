/**
 * Where the boxes and lines of a drawn graph lie, found by Eclipse ELK, which nothing else knows.
 * What is in a box, and how it looks, is decided elsewhere.
 */
@NullMarked
package io.plumbline.report.graph;

import org.jspecify.annotations.NullMarked;
