// SPDX-License-Identifier: GPL-3.0-or-later
// In the place of @testing-library/dom, of which user-event uses nothing but this, and which is five times as large.
export const getConfig = () => ({
  asyncWrapper: (act) => act(),
  eventWrapper: (act) => act(),
  getElementError: (message) => new Error(message),
});
