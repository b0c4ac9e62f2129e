import '../elements/admin-page.js'
