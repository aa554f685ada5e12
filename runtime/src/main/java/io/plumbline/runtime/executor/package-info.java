/**
 * The list of what runs integer programs, and the one door to it. Executors themselves lie in
 * packages of their own.
 */
@NullMarked
package io.plumbline.runtime.executor;

import org.jspecify.annotations.NullMarked;
