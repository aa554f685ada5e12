/**
 * The fields of every instruction by name, spelled once for whoever keeps programs in files or asks
 * what instructions hold. How a container lays the fields out is the container's own.
 */
@NullMarked
package io.plumbline.runtime.program.form;

import org.jspecify.annotations.NullMarked;
