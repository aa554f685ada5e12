/** C compilers of this machine, and what they make of emitted source. */
@NullMarked
package io.plumbline.codegen.build;

import org.jspecify.annotations.NullMarked;
