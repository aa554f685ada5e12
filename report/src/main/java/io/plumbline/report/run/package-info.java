/**
 * What a run leaves for its report, as records that {@link io.plumbline.report.RecordTree} writes
 * to JSON and reads again. Only figures and names; what a page makes of them is {@code
 * report.html}.
 */
@NullMarked
package io.plumbline.report.run;

import org.jspecify.annotations.NullMarked;
