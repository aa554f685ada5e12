/**
 * What an embedding program calls: compile, check, look at, open and run models. Only the order of
 * the work is here; what is asked for is in {@code request}, the steps in {@code model}, {@code
 * samples} and {@code stage}, what is written of them in {@code record}. How a request is written
 * down belongs in {@code config}.
 */
@NullMarked
package io.plumbline.pipeline;

import org.jspecify.annotations.NullMarked;
