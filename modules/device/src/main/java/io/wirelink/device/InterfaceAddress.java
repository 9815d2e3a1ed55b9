package io.wirelink.device;

/**
 * An address of an interface.
 *
 * @param cidr the address, with the network that it is in
 * @param usable whether a socket can be bound to it: false while duplicate address detection runs
 *     or after it failed ({@code IFA_F_TENTATIVE}, {@code IFA_F_DADFAILED})
 */
public record InterfaceAddress(Cidr cidr, boolean usable) {}
