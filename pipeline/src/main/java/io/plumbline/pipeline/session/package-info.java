/** Models as the scripts of a vendor open and run them, for people who port such scripts. */
@NullMarked
package io.plumbline.pipeline.session;

import org.jspecify.annotations.NullMarked;
