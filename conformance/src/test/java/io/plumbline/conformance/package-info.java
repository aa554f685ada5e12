/** Rules that every module keeps. What one module promises alone is tested in that module. */
@NullMarked
package io.plumbline.conformance;

import org.jspecify.annotations.NullMarked;
