/** What stays a node of the float model: it is carried in the program as a model of its own. */
@NullMarked
package io.plumbline.codegen.lower.foreign;

import org.jspecify.annotations.NullMarked;
