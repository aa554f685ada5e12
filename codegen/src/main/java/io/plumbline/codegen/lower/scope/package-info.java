/**
 * What the families of lowering work with: the nodes of one entry of the plan, the stored forms of
 * values, and the program as far as it has been written. No family of ops is known here.
 */
@NullMarked
package io.plumbline.codegen.lower.scope;

import org.jspecify.annotations.NullMarked;
