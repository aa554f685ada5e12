/** How a file of ours says what its bytes were, so that a change is noticed, and who made it. */
@NullMarked
package io.plumbline.formats.seal;

import org.jspecify.annotations.NullMarked;
