/**
 * What the codes of findings and errors mean, and the page that says so. The codes themselves are
 * given where something is found; what a single finding has to say stands in its message.
 */
@NullMarked
package io.plumbline.report.catalogue;

import org.jspecify.annotations.NullMarked;
