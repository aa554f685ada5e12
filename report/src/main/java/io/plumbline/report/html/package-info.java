/**
 * Reports as one HTML file that opens without a network: the data of a run, the layout of its
 * graph, and the scripts that show them. Reads what runs left in a folder; measures nothing.
 */
@NullMarked
package io.plumbline.report.html;

import org.jspecify.annotations.NullMarked;
