import { expect, test } from 'vitest';
import { networkOf } from '../../worker/network.ts';

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
  ['::1', '::1'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['unknown', 'unknown'],
  ['x:y', 'x:y'],
  [':]@evil/', ':]@evil/'],
])('M6 %s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));
