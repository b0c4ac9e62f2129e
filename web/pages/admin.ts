import '../locale/page-language.js'
import '../elements/admin-page.js'
