/**
 * Running a program that a C compiler has made into a module: step by step, in memory that lies in
 * this process, where the library is called through the foreign function interface, or in another.
 * How the source came to be is not known here.
 */
@NullMarked
package io.plumbline.runtime.compiled;

import org.jspecify.annotations.NullMarked;
