/**
 * Small networks in which numbers such as −10⁹ or −∞ mean "takes no part", whatever brings them and
 * whatever reads them.
 */
@NullMarked
package io.plumbline.conformance.mask;

import org.jspecify.annotations.NullMarked;
