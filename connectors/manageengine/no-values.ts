/** What the products write where they have nothing. Facts: §3.2, §4. */
export const noValues = ['--', '-', '', 'NA', 'Not known', '00-00-00-00-00-00', '-1', -1];
