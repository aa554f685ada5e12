/** How a file of ours says what its bytes were, so that a change of any of them is noticed. */
@NullMarked
package io.plumbline.formats.seal;

import org.jspecify.annotations.NullMarked;
