/**
 * What it means for one tensor to be near another: the measures, strict counts and steps of
 * integers. Values only; whoever runs models and reads files lies above.
 */
@NullMarked
package io.plumbline.verify.compare;

import org.jspecify.annotations.NullMarked;
