/**
 * Running a program that a C compiler has made into a library, through the foreign function
 * interface. How the source came to be is not known here.
 */
@NullMarked
package io.plumbline.runtime.compiled;

import org.jspecify.annotations.NullMarked;
