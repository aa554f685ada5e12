/**
 * Programs that carry native code for some processors, and the choice of what runs one on this
 * machine. How such a module lies in a file, and how native code is made, is not known here.
 */
@NullMarked
package io.plumbline.runtime.module;

import org.jspecify.annotations.NullMarked;
